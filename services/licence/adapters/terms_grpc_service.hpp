// Terms of contracts on the wire: translates, judges nothing.
#pragma once

#include <suite/licence/v1/terms_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/licence/app/manage_terms.hpp"

namespace suite::licence {

class TermsGrpcService final : public v1::TermsService::Service {
  public:
    TermsGrpcService(const rpc::Guard& guard, const ManageTerms& manage) : guard_(guard), manage_(manage) {}

    grpc::Status TerminateLicence(grpc::ServerContext* context, const v1::TerminateLicenceRequest* request,
                                  v1::LicenceTerm* response) override;
    grpc::Status ResumeLicence(grpc::ServerContext* context, const v1::ResumeLicenceRequest* request,
                               v1::LicenceTerm* response) override;
    grpc::Status TerminateOrder(grpc::ServerContext* context, const v1::TerminateOrderRequest* request,
                                v1::LicenceTerm* response) override;
    grpc::Status ResumeOrder(grpc::ServerContext* context, const v1::ResumeOrderRequest* request,
                             v1::LicenceTerm* response) override;
    grpc::Status ListLicenceReminders(grpc::ServerContext* context, const v1::ListLicenceRemindersRequest* request,
                                      v1::LicenceReminders* response) override;
    grpc::Status GetLicenceForecast(grpc::ServerContext* context, const v1::GetLicenceForecastRequest* request,
                                    v1::LicenceForecast* response) override;

  private:
    const rpc::Guard& guard_;
    const ManageTerms& manage_;
};

}  // namespace suite::licence
