// The package suite.access.v1, which the gateway answers itself: from messages to use cases and back.
#pragma once

#include <suite/access/v1/access_service.pb.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "rpc/channel.hpp"
#include "services/gateway/app/known_addresses.hpp"
#include "services/gateway/app/start.hpp"

namespace suite::gateway {

/// Thread-safe. What it is given outlives it.
class AccessBackend {
  public:
    AccessBackend(const KnownAddresses& addresses, const Start& start);

    /// As a Backend of the gateway. UNIMPLEMENTED for a method that it does not have.
    [[nodiscard]] Status Answer(const std::string& method, const google::protobuf::Message& request,
                                google::protobuf::Message& response, const rpc::CallOptions& options) const;

  private:
    using Handler =
        std::function<Status(const google::protobuf::Message&, google::protobuf::Message&, const rpc::CallOptions&)>;
    template <class Request, class Response>
    void Serve(std::string_view method,
               Status (AccessBackend::*handle)(const Request&, Response&, const rpc::CallOptions&) const);

    [[nodiscard]] Status List(const access::v1::ListKnownAddressesRequest& request,
                              access::v1::ListKnownAddressesResponse& response, const rpc::CallOptions& options) const;
    [[nodiscard]] Status Add(const access::v1::AddKnownAddressRequest& request, access::v1::KnownAddress& response,
                             const rpc::CallOptions& options) const;
    [[nodiscard]] Status Remove(const access::v1::RemoveKnownAddressRequest& request,
                                access::v1::KnownAddress& response, const rpc::CallOptions& options) const;
    [[nodiscard]] Status Caller(const access::v1::GetCallerAddressRequest& request, access::v1::CallerAddress& response,
                                const rpc::CallOptions& options) const;
    [[nodiscard]] Status AtSchool(const access::v1::CheckAtSchoolRequest& request, access::v1::AtSchool& response,
                                  const rpc::CallOptions& options) const;
    [[nodiscard]] Status ListStarts(const access::v1::ListStartUrlsRequest& request,
                                    access::v1::ListStartUrlsResponse& response, const rpc::CallOptions& options) const;

    const KnownAddresses& addresses_;
    const Start& start_;
    std::map<std::string_view, Handler> handlers_;
};

}  // namespace suite::gateway
