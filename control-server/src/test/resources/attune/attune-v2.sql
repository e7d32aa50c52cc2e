-- attune.db as version 2 left it, before there was an audit log: sqlite3 attune.db .dump
BEGIN TRANSACTION;
PRAGMA user_version = 2;
CREATE TABLE bounds (
                param TEXT PRIMARY KEY,
                bound TEXT NOT NULL
            ) STRICT;
CREATE TABLE changes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                engine_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                kind TEXT NOT NULL,
                status TEXT NOT NULL,
                who TEXT NOT NULL,
                strategy TEXT NOT NULL,
                explanation TEXT NOT NULL,
                before TEXT NOT NULL,
                after TEXT NOT NULL,
                generation INTEGER NOT NULL,
                evidence TEXT,
                measured REAL,
                verdict TEXT,
                situation TEXT,
                parent INTEGER,
                slot INTEGER NOT NULL,
                base_generation INTEGER NOT NULL,
                replaced_by INTEGER
            ) STRICT;
INSERT INTO "changes" VALUES(1,'77-1',1795000000000,'learned','in_force','agent','rules','{"sentence":"Less boom.","parts":[]}','{"eq2_gain":0.0}','{"eq2_gain":-3.0}',1,NULL,NULL,NULL,NULL,NULL,0,0,NULL);
CREATE TABLE experiences (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                engine_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                situation TEXT NOT NULL,
                strategy TEXT NOT NULL,
                params TEXT NOT NULL,
                score REAL NOT NULL,
                over_incumbent REAL NOT NULL,
                chosen INTEGER NOT NULL,
                measured REAL
            ) STRICT;
INSERT INTO "experiences" VALUES(1,'77-1',1795000000000,'{"contentClass":"speech","observationVersion":1,"observation":[0.25]}','rules','{"eq2_gain":-3.0}',0.5,0.25,1,NULL);
CREATE TABLE feedback (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                engine_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                source TEXT NOT NULL,
                vote TEXT NOT NULL,
                change_id INTEGER,
                before TEXT,
                after TEXT NOT NULL,
                situation TEXT
            ) STRICT;
CREATE TABLE preferences (
                name TEXT PRIMARY KEY,
                value TEXT NOT NULL
            ) STRICT;
INSERT INTO "preferences" VALUES('capture','false');
CREATE TABLE taste_answers (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                engine_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                choice TEXT NOT NULL,
                degree TEXT,
                first TEXT NOT NULL,
                second TEXT NOT NULL,
                situation TEXT NOT NULL,
                repeats TEXT
            ) STRICT;
INSERT INTO "taste_answers" VALUES(1,'a1','77-1',1795000000000,'a',NULL,'{}','{}','{"contentClass":"speech","observationVersion":1,"observation":[]}',NULL);
CREATE INDEX changes_by_engine ON changes (engine_id, id);
CREATE INDEX changes_by_status ON changes (engine_id, status);
COMMIT;
