"""Vietnamese date formats. They complete Django's, which lack input formats and the first day of the week."""

DATE_FORMAT = r"\N\g\à\y d \t\h\á\n\g m \n\ă\m Y"
DATETIME_FORMAT = "H:i d/m/Y"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "H:i d/m/Y"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = r"\T\h\á\n\g m \n\ă\m Y"
MONTH_DAY_FORMAT = r"d/m"
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
# As people write times: 8h30, 8 h 30, 8g30, 8 giờ 30 phút.
TIME_INPUT_FORMATS = [
    *("%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%Hh %M", "%H h %M", "%Hg%M", "%Hg", "%H.%M"),
    *("%H giờ %M", "%H giờ %M phút", "%H giờ"),
]
DATETIME_INPUT_FORMATS = [
    *(f"{day} {time}" for day in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS),
    *(f"{time} {day}" for day in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS),
    *(f"{time} ngày {day}" for day in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS),
    "%Y-%m-%dT%H:%M",
]
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
