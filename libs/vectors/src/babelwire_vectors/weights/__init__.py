"""The weights of the default model: where they come from, and how they become what CTranslate2 loads."""
