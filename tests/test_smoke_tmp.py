import json, pytest
from tests import factories as f
pytestmark = pytest.mark.django_db
def test_html(client):
    u = f.make_full_update()
    r = client.get(u.url)
    assert r.status_code == 200
    open('/tmp/team/u.html','wb').write(r.content)
def test_api(client):
    u = f.make_full_update()
    r = client.get(f"/api/v2/updates/{u.pk}/")
    assert r.status_code == 200, r.content
    open('/tmp/team/u.json','w').write(json.dumps(r.json(), indent=1))
    for p in ["pages","updates","images","documents","people","topics"]:
        r = client.get(f"/api/v2/{p}/"); assert r.status_code==200, (p, r.content); print(p, r.json()["meta"])
        r = client.get(f"/api/v2/{p}/?fields=*"); assert r.status_code==200, (p, r.content)
    r = client.get("/api/v2/pages/find/?html_path="+u.url); assert r.status_code==200, r.content
