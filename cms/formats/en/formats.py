"""British date formats: Django's own ``en`` is American."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
FIRST_DAY_OF_WEEK = 1
# What people may type; Django adds ISO 8601. The script of the admin, `dates.js`, reads the same.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = [
    *["%d/%m/%Y %H:%M", "%d/%m/%y %H:%M", "%d %B %Y %H:%M", "%d %b %Y %H:%M"],
    *["%d/%m/%Y, %H:%M", "%d/%m/%y, %H:%M", "%d %B %Y, %H:%M", "%d %b %Y, %H:%M"],
    *DATE_INPUT_FORMATS,
]
