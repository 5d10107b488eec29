// result-exchange: takes results in from method software and hands them to the LAS that the school is connected with.
#include "services/result_exchange/compose.hpp"

int main(int argc, char** argv) {
    suite::results::Config config;
    return suite::service::Run(
        argc, argv, {.name = "result-exchange", .description = "Takes in results and hands them to the schools' LAS."},
        config, [&](suite::config::Settings& settings) { config.AddOwnTo(settings); },
        [&](suite::metrics::Registry& metrics) { return suite::results::Compose(config, metrics); });
}
