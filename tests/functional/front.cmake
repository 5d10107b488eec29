suite_add_tests(front KIND functional SOURCES front/front_test.cpp front/nginx.cpp front/tls_socket.cpp
  LIBS functional_support process OpenSSL::SSL TIMEOUT 180)
find_program(SUITE_NGINX nginx PATHS /usr/sbin /usr/local/sbin)
target_compile_definitions(functional_front_tests PRIVATE
  SUITE_NGINX_CONF="${PROJECT_SOURCE_DIR}/deploy/nginx/sleutelbos.conf"
  SUITE_NGINX="$<IF:$<BOOL:${SUITE_NGINX}>,${SUITE_NGINX},/usr/sbin/nginx>")
