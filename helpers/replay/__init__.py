"""The replay layer: recorded answers in the place of the APIs, under both SDKs."""
