// The services' RPCs as their descriptors tell them, so that a test finds those that are added.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/functional/access/world.hpp"

namespace suite::testing {

/// Of every service in proto/; fails the test for a file of that folder that this program does not know.
[[nodiscard]] std::vector<const google::protobuf::MethodDescriptor*> AllRpcs();

/// The process that serves it: "licence".
[[nodiscard]] std::string ProcessOf(const google::protobuf::MethodDescriptor& rpc);

/// By REST's names: the ids of ours that a message has room for, at any depth.
[[nodiscard]] std::set<std::string> IdsIn(const google::protobuf::Descriptor& type);

/// Fills a request so that whoever may call it is not refused for its form: ids from `values`, one item in each list,
/// something plausible elsewhere.
void FillRequest(google::protobuf::Message& request, const Values& values);

}  // namespace suite::testing
