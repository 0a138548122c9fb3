"""Guarded HTTP fetches: public addresses only, bounded in size, time and redirects."""
