import factory

from cms.tv.consumers.models import Consumer


class ConsumerFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"播控系统 {n}")
    contact = "播出部值班台"

    class Meta:
        model = Consumer
