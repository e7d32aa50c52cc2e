-- attune.db as version 3 left it, before the timeline had an index for each filter: sqlite3 attune.db .dump
BEGIN TRANSACTION;
PRAGMA user_version = 3;
CREATE TABLE audit (
                number INTEGER PRIMARY KEY,
                at INTEGER NOT NULL,
                event TEXT NOT NULL,
                who TEXT NOT NULL,
                engine_id TEXT,
                detail TEXT NOT NULL,
                previous TEXT NOT NULL,
                hash TEXT NOT NULL
            ) STRICT;
INSERT INTO "audit" VALUES(1,1795000100000,'undone','you','77-1','{"change":"2","of":"1"}','0000000000000000000000000000000000000000000000000000000000000000','64b713721d862f0cf9ec2eac20d184faa05d82871bb3cee0b2db120ec929e969');
CREATE TABLE audit_head (
                number INTEGER NOT NULL,
                hash TEXT NOT NULL
            ) STRICT;
INSERT INTO "audit_head" VALUES(1,'64b713721d862f0cf9ec2eac20d184faa05d82871bb3cee0b2db120ec929e969');
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
INSERT INTO "changes" VALUES(1,'77-1',1795000000000,'learned','undone','agent','rules','{"sentence":"Less boom.","parts":[]}','{"eq2_gain":0.0}','{"eq2_gain":-3.0}',1,NULL,NULL,NULL,NULL,NULL,0,0,2);
INSERT INTO "changes" VALUES(2,'77-1',1795000100000,'undo','in_force','you','','{"sentence":"Back.","parts":[]}','{"eq2_gain":-3.0}','{"eq2_gain":0.0}',2,NULL,NULL,NULL,NULL,1,0,1,NULL);
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
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
                BEGIN SELECT raise(ABORT, 'the audit log is never shortened'); END;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
                BEGIN SELECT raise(ABORT, 'the audit log is never changed'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('changes',2);
INSERT INTO "sqlite_sequence" VALUES('experiences',1);
INSERT INTO "sqlite_sequence" VALUES('taste_answers',1);
COMMIT;
