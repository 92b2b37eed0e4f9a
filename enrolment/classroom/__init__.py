"""The classroom: "I am a learner, what do I see?"

Views and templates, no models of its own: the desk, the door of a lesson, joining and leaving.
"""
