"""The same function over many pieces of an archive: by processes of this machine, or by the workers of a Dask cluster."""
