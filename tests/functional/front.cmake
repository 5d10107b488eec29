suite_add_tests(front KIND functional SOURCES front/firewall_test.cpp front/front_test.cpp front/nginx.cpp front/tls_socket.cpp
  LIBS functional_support process OpenSSL::SSL TIMEOUT 180)
