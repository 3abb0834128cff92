"""What may be uploaded: one form field for each kind of file, and what each of them looks at.

Every form of the admin that takes a file takes it through one of these fields (`fields.py`).
"""
