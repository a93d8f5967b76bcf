from wagtail import hooks

from blog.admin import UpdateListing


@hooks.register("register_admin_viewset")
def register_update_listing() -> UpdateListing:
    return UpdateListing()
