suite_add_tests(roster_kill KIND fault SERIAL TIMEOUT 3600 SOURCES roster_kill/kill_test.cpp LIBS fault_support roster_gen)
