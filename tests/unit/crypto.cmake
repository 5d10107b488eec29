suite_add_tests(crypto KIND unit
  SOURCES crypto/certificates_test.cpp crypto/crypto_test.cpp crypto/jws_test.cpp crypto/jws_torture_test.cpp
          crypto/secret_file_test.cpp crypto/token_cache_test.cpp crypto/token_signer_test.cpp
  LIBS suite::crypto suite::testing PkgConfig::CJOSE nlohmann_json::nlohmann_json)
