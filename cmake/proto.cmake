# suite_add_proto(NAME file.proto ...): one static library with the messages and gRPC stubs of the files.
function(suite_add_proto name)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/gen)
  file(MAKE_DIRECTORY ${out})
  get_target_property(plugin gRPC::grpc_cpp_plugin LOCATION)
  set(sources)
  foreach(file ${ARGN})
    string(REGEX REPLACE "\\.proto$" "" base ${file})
    set(generated ${out}/${base}.pb.cc ${out}/${base}.grpc.pb.cc)
    add_custom_command(
      OUTPUT ${generated} ${out}/${base}.pb.h ${out}/${base}.grpc.pb.h
      COMMAND protobuf::protoc --proto_path=${CMAKE_CURRENT_SOURCE_DIR} --cpp_out=${out} --grpc_out=${out}
              --plugin=protoc-gen-grpc=${plugin} ${file}
      DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file}
      COMMENT "protoc ${file}" VERBATIM)
    list(APPEND sources ${generated})
  endforeach()
  add_library(${name} STATIC ${sources})
  add_library(suite::${name} ALIAS ${name})
  target_include_directories(${name} SYSTEM PUBLIC ${out})
  target_link_libraries(${name} PUBLIC gRPC::grpc++ protobuf::libprotobuf)
endfunction()
