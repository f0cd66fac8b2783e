using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QueueRun.Conformance;

/// <summary>A certificate that was made a moment ago.</summary>
internal static class Certificate
{
    public static X509Certificate2 New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
