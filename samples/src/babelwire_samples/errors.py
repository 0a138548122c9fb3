"""What can be wrong with the written samples."""


class SampleDataInvalid(ValueError):
    """A YAML file of the samples says something that cannot be: the message names the file or the telling."""
