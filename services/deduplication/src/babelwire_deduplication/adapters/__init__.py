"""What connects deduplication to Kafka."""
