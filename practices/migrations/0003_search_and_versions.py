"""The search document gets its new form (``manage.py check_index`` fills it), and changes get a number."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0002_publish_permission'),
    ]

    operations = [
        migrations.DeleteModel(name='SearchDocument'),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('practice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_document', serialize=False, to='practices.practice')),
                ('bag', models.TextField()),
                ('sequence', models.TextField()),
            ],
            options={'verbose_name': 'search document'},
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('key', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('shown', models.CharField(max_length=60)),
            ],
            options={'verbose_name': 'search word'},
        ),
        migrations.CreateModel(
            name='DataVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('token', models.CharField(default='', max_length=32)),
            ],
            options={'verbose_name': 'data version'},
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('token', models.CharField(max_length=32)),
                ('practices', models.JSONField(default=list)),
                ('places', models.JSONField(default=list)),
                ('everything', models.BooleanField(default=False)),
            ],
            options={'verbose_name': 'change'},
        ),
    ]
