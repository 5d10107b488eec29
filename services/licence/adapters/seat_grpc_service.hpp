// Seats on the wire: translates, judges nothing.
#pragma once

#include <suite/licence/v1/seat_service.grpc.pb.h>

#include "rpc/server.hpp"
#include "services/licence/app/correct_seats.hpp"
#include "services/licence/app/manage_seats.hpp"

namespace suite::licence {

class SeatGrpcService final : public v1::SeatService::Service {
  public:
    SeatGrpcService(const rpc::Guard& guard, const ManageSeats& seats, const CorrectSeats& corrections)
        : guard_(guard), seats_(seats), corrections_(corrections) {}

    grpc::Status ListSeats(grpc::ServerContext* context, const v1::ListSeatsRequest* request,
                           v1::ListSeatsResponse* response) override;
    grpc::Status AssignSeat(grpc::ServerContext* context, const v1::AssignSeatRequest* request,
                            v1::AssignedSeat* response) override;
    grpc::Status TakeSeatBack(grpc::ServerContext* context, const v1::TakeSeatBackRequest* request,
                              v1::SeatCounts* response) override;
    grpc::Status ListWaiting(grpc::ServerContext* context, const v1::ListWaitingRequest* request,
                             v1::ListWaitingResponse* response) override;
    grpc::Status JoinWaitingList(grpc::ServerContext* context, const v1::WaitingListRequest* request,
                                 v1::WaitingPlace* response) override;
    grpc::Status LeaveWaitingList(grpc::ServerContext* context, const v1::WaitingListRequest* request,
                                  v1::SeatCounts* response) override;
    grpc::Status AskCorrection(grpc::ServerContext* context, const v1::AskCorrectionRequest* request,
                               v1::SeatCorrection* response) override;
    grpc::Status ListSchoolCorrections(grpc::ServerContext* context, const v1::ListSchoolCorrectionsRequest* request,
                                       v1::ListCorrectionsResponse* response) override;
    grpc::Status ListCorrections(grpc::ServerContext* context, const v1::ListCorrectionsRequest* request,
                                 v1::ListCorrectionsResponse* response) override;
    grpc::Status GrantCorrection(grpc::ServerContext* context, const v1::DecideCorrectionRequest* request,
                                 v1::SeatCorrection* response) override;
    grpc::Status RefuseCorrection(grpc::ServerContext* context, const v1::DecideCorrectionRequest* request,
                                  v1::SeatCorrection* response) override;

  private:
    const rpc::Guard& guard_;
    const ManageSeats& seats_;
    const CorrectSeats& corrections_;
};

}  // namespace suite::licence
