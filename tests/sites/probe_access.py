import time, inspect
from tests.sites.test_access import *
from tests.sites import admin_actions
PEOPLE = ["lichuan-editor","lichuan-reviewer","lichuan-admin","prefecture-editor","prefecture-reviewer","prefecture-tv","prefecture-admin","admin"]
def test_probe(nine_sites, places):
    print()
    for name, action in vars(admin_actions).items():
        if name.startswith("_") or not inspect.isfunction(action) or action.__module__ != admin_actions.__name__ or name in ("page_form",): continue
        t=time.process_time(); n=0
        row=[]; notes=set()
        for person in PEOPLE:
            cell=""
            for pname, place in places.items():
                if pname=="shared" and name not in ("choose_a_picture","see_a_picture_among_those_to_choose","change_a_picture","upload_a_picture","see_a_document_in_the_list","delete_a_document","create_a_collection_inside"): continue
                n+=1
                with transaction.atomic():
                    r, effect = action(client_of(person), place)
                    loc = r.headers.get("Location","")
                    s=r.status_code
                    if effect: c="+"; 
                    elif s==302 and loc=="/admin/": c="-"
                    elif s==404: c="0"
                    elif s==403: c="x"
                    else: c="~"
                    notes.add((c,s, loc if s==302 else ""))
                    transaction.set_rollback(True)
                cell+=c
            row.append(cell)
        print(f"{name:40s}", " ".join(row), f"{(time.process_time()-t)/n:.3f}s", sorted(notes)[:8], flush=True)
