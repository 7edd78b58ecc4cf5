SELECT code, events FROM event_tallies WHERE kind = 'type' AND events > 0 ORDER BY events DESC, code
