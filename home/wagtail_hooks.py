from wagtail import hooks


@hooks.register("register_stylesheets")
def register_stylesheets() -> list[str]:
    return ["home/css/home.css"]
