"""The site: Datasette with one plugin of ours. The only package that imports Datasette."""
