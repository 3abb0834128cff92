from tests.cms.delivery.nested_sites import sites  # noqa: F401 - a fixture
