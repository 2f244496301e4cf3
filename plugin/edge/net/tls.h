// TLS for both sides: contexts from PEM texts, and the reason of a refused handshake in words one
// can act on. TLS 1.2 or later; a client always verifies chain and host name.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <openssl/ssl.h>

#include "base/result.h"
#include "base/timestamp.h"

namespace wardbridge::net {

// All texts are PEM. `key` is a secret: it must never be shown.
struct TlsClientOptions {
  std::string ca;           // "": the machine's own list of authorities
  std::string certificate;  // of this client, with its chain; "" none
  std::string key;
};
struct TlsServerOptions {
  std::string certificate;
  std::string key;
  std::string client_ca;  // "": clients need no certificate; else every client needs one of it
};

// Immutable, shared by all connections of a client or listener.
class TlsContext {
 public:
  // Errors: kDenied with `where` "ca", "certificate", "key" or "client-ca": unreadable, key and
  // certificate that do not belong together, an encrypted key.
  [[nodiscard]] static Result<std::shared_ptr<TlsContext>> ForClient(
      const TlsClientOptions& options);
  [[nodiscard]] static Result<std::shared_ptr<TlsContext>> ForServer(
      const TlsServerOptions& options);

  TlsContext(boost::asio::ssl::context context, Timestamp expires);
  // For the making of streams only: a context in use is never changed.
  [[nodiscard]] boost::asio::ssl::context& ssl() { return context_; }
  // When the certificate of this side expires; the epoch when it has none.
  [[nodiscard]] Timestamp Expires() const { return expires_; }

 private:
  boost::asio::ssl::context context_;
  Timestamp expires_;
};

// Makes a connection of a client expect `host` (a name or an address) in the peer's certificate,
// and tell the name in its first message. False when OpenSSL refuses the name.
[[nodiscard]] bool ExpectHost(SSL* ssl, const std::string& host, bool is_address);

// Why TLS failed.
//   code                 meaning                                                      refused by
//   tls-expired          the peer's certificate is over                               us
//   tls-not-yet-valid    it is not valid yet: look at the clocks                      us
//   tls-name-mismatch    it is for another host                                       us
//   tls-unknown-ca       no authority we trust has signed it                          us
//   tls-revoked          it was revoked                                               us
//   tls-wrong-purpose    it is no certificate for this side                           us
//   tls-no-certificate   the client showed none                                       us
//   tls-certificate      it was refused for another reason, named in the detail       us
//   tls-certificate-refused  the peer refuses our certificate, or wants one           the peer
//   tls-version          no version of TLS in common: 1.2 and 1.3 are spoken here     either
//   tls-refused          the peer ended the handshake with an alert                   the peer
//   tls-not-tls          what came is not TLS                                         us
//   tls-closed           the connection ended during the handshake                    the peer
//   tls-timeout          the handshake was not over in time                           us
//   tls-failed           anything else                                                either
struct TlsReason {
  std::string code;
  std::string detail;
  bool is_configuration = false;  // stays as it is until a person changes something
};
// `error` of a handshake, or of a read or write after it; `ssl` may be null.
[[nodiscard]] TlsReason ReasonOf(const boost::system::error_code& error, const SSL* ssl);

// Whether `error` is an alert by which the peer refuses our certificate. With TLS 1.3 it comes
// after the handshake, with the first read.
[[nodiscard]] bool IsCertificateAlert(const boost::system::error_code& error);

// When the peer's certificate expires; the epoch when it showed none.
[[nodiscard]] Timestamp PeerExpires(const SSL* ssl);

}  // namespace wardbridge::net
