from django.db import models
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from blog.blocks import UpdateBody
from tests.stock.blocks import make_stock


class StockPage(Page):
    introduction = models.TextField(blank=True)
    about = RichTextField(blank=True)
    body = StreamField(make_stock(UpdateBody()), blank=True)

    api_fields = [APIField("introduction"), APIField("about"), APIField("body")]
    template = "stock/stock_page.html"
