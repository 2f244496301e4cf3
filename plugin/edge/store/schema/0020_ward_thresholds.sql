-- What the ward of a stay wants to be told of, as it was configured when the stay was read: a replay shows the same.
ALTER TABLE stay ADD COLUMN ward_thresholds TEXT NOT NULL DEFAULT '';  -- model/threshold.h
