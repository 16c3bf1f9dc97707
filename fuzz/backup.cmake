platen_fuzz(backup_tar SOURCES backup_tar_fuzz.cpp LINK platen_backup)
