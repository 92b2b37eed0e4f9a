"""Work that takes longer than a request: started from a page, done by the worker, watched while it runs.

A room says once, when the apps are ready, what it can do::

    register_work("people.import", run_import, label=_("Import of people"), done_url=address_of)

and starts it from a view with ``start_job(kind="people.import", owner=user, payload={"batch": 12})``.
``run_import(job)`` gets a ``Running``: ``job.payload``, ``job.advance(done, total)``, ``job.is_stopping``,
``job.attach(file, name=…)``; what it returns (a small dict, or None) is kept as the job's ``result``, and
``outcome(job)`` may say it in a sentence once the job is done.

What is promised:

- The job begins after the commit of whoever started it, at most once at a time, and never with a key
  (``start_job(key=…)``) for which another one is open: the second caller gets the first one's job.
- A worker that is killed half way (``kill -9``, a machine that is gone) does not end the job: it is given
  to another run, from the beginning. So work is **safe to call again**: it commits in small steps and passes
  over what is done. A run that was thought dead and is not gets ``ClaimLost`` at its next ``advance``.
- Work calls ``advance`` at least once a minute: that is its sign of life. It may be called for every row; it
  writes about once a second, and inside a transaction of the work's only when that commits.
- Work that raises is tried three times in all, later each time. Then the job has failed: it is reported to
  those who run the site (the class of the exception, never its words), and its owner is told plainly.
- A payload holds ids, no names and no addresses; a file that was attached is the owner's alone, and is
  deleted with the job after ``settings.JOB_KEEP_DAYS``.

``register_periodic(name, every_seconds, function)`` has something done again and again, once for all workers.
"""
