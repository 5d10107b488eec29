// The gateway: the suite's one door, REST outside, gRPC inside.
#include "services/gateway/compose.hpp"

int main(int argc, char** argv) {
    suite::gateway::Config config;
    return suite::service::Run(
        argc, argv, {.name = "gateway", .description = "Sleutelbos REST gateway"}, config,
        [&](suite::config::Settings& settings) { config.AddTo(settings); },
        [&](suite::metrics::Registry& metrics) { return suite::gateway::Compose(config, metrics); });
}
