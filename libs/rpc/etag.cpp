#include "rpc/etag.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message_lite.h>

#include "core/text.hpp"
#include "crypto/crypto.hpp"

namespace suite::rpc {
namespace {

constexpr std::size_t kBytes = 16;

}  // namespace

std::string ETagOf(const google::protobuf::MessageLite& message) {
    std::string bytes;
    {
        google::protobuf::io::StringOutputStream stream(&bytes);
        google::protobuf::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);  // maps in one order
        message.SerializeToCodedStream(&coded);
    }
    return "\"" + Base64UrlEncode(std::string_view(crypto::Sha256(bytes)).substr(0, kBytes)) + "\"";
}

bool NamesETag(std::string_view field, std::string_view etag, Compare compare) {
    if (Trim(field) == "*") return true;
    // Ours hold no comma, so what a comma cuts in two is not ours.
    for (auto part : Split(field, ',')) {
        part = Trim(part);
        if (compare == Compare::kWeak && part.starts_with("W/")) part.remove_prefix(2);
        if (part == etag) return true;
    }
    return false;
}

}  // namespace suite::rpc
