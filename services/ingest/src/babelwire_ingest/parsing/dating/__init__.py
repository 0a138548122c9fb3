"""Dates as pages and feeds print them, in many languages and calendars."""
