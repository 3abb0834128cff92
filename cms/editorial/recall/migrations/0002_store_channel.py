from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recall', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='channel',
            name='kind',
            field=models.CharField(choices=[('web', 'web page'), ('list', 'lists of pages'), ('feed', 'feed'), ('sitemap', 'sitemap'), ('search', 'search'), ('api', 'interface for programs'), ('file', 'file'), ('store', 'file store'), ('cache', 'cached copies'), ('log', 'publication log')], max_length=10, verbose_name='channel'),
        ),
    ]
