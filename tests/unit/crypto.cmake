suite_add_tests(crypto KIND unit
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/crypto/certificates_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/crypto/token_signer_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/crypto/crypto_test.cpp
  LIBS suite::crypto suite::testing)
