"""Import of saved articles: readers parse files and never query the database; the writer creates pages from them."""
