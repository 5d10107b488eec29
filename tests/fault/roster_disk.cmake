suite_add_tests(roster_disk KIND fault TIMEOUT 300 SOURCES roster_disk/disk_test.cpp LIBS fault_support roster_gen)
target_compile_definitions(fault_roster_disk_tests PRIVATE SUITE_FAULTY_DISK="$<TARGET_FILE:faulty_disk>")
add_dependencies(fault_roster_disk_tests faulty_disk)
