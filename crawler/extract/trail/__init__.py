"""The breadcrumb."""
