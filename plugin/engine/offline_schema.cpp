// `wardbridge schema`: what editors need to know about the files that people write.
#include <ostream>

#include "core/discharge/discharge.h"
#include "engine/config_schema.h"
#include "engine/offline.h"

namespace wardbridge::engine {

int PrintSchema(const SchemaRequest& request, std::ostream& out) {
  switch (request.file) {
    case SchemaRequest::File::kPack:
      out << discharge::PackSchema();
      break;
    case SchemaRequest::File::kOverlay:
      out << discharge::OverlaySchema();
      break;
    case SchemaRequest::File::kConfig:
      out << ConfigSchema();
      break;
  }
  return 0;
}

}  // namespace wardbridge::engine
