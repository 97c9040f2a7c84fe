"""What the portal's API of pages is made of, whatever the page types: ``home/api.py`` says which there are."""
