using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace QueueRun.Docs.Running;

/// <summary>
/// The parts of an OpenID Connect provider that a sign-in needs: discovery, authorization code with PKCE, tokens, keys. Every visitor is
/// Ann.
/// </summary>
internal sealed class FakeIdentityProvider : IAsyncDisposable
{
    public const string ClientId = "chat", ClientSecret = "the client's secret";

    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;
    private readonly Dictionary<string, (string Challenge, string Nonce, string RedirectUri)> _codes = [];

    private FakeIdentityProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", Discovery);
        _app.MapGet("/keys", Keys);
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", TokenAsync);
    }

    public string Issuer => _app.Urls.Single();

    /// <summary>How long its tokens live.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    private RsaSecurityKey SecurityKey => new(_key) { KeyId = "the only one" };

    public static async Task<FakeIdentityProvider> StartAsync()
    {
        FakeIdentityProvider provider = new();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>A token for Ann.</summary>
    public string CreateToken(string audience, TimeSpan? lifetime = null, string? nonce = null) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = audience,
        Subject = new ClaimsIdentity([new Claim("sub", "ann"), .. nonce is null ? Array.Empty<Claim>() : [new Claim("nonce", nonce)]]),
        NotBefore = DateTime.UtcNow.AddHours(-1),
        Expires = DateTime.UtcNow + (lifetime ?? Lifetime),
        SigningCredentials = new(SecurityKey, SecurityAlgorithms.RsaSha256),
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private IResult Discovery() => Results.Json(new Dictionary<string, object>
    {
        ["issuer"] = Issuer,
        ["authorization_endpoint"] = $"{Issuer}/authorize",
        ["token_endpoint"] = $"{Issuer}/token",
        ["jwks_uri"] = $"{Issuer}/keys",
        ["response_types_supported"] = new[] { "code" },
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
    });

    private IResult Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = SecurityKey.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
    }

    /// <summary>Asks for no password, and answers with the page that posts the code to the client.</summary>
    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256") return Results.BadRequest("Not this way.");

        var code = Guid.NewGuid().ToString("N");
        lock (_codes) _codes.Add(code, (query["code_challenge"]!, query["nonce"]!, query["redirect_uri"]!));
        return Results.Content(
            $"""<form method="post" action="{query["redirect_uri"]}"><input name="code" value="{code}"/><input name="state" value="{query["state"]}"/></form>""", "text/html");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        (string Challenge, string Nonce, string RedirectUri) asked;
        lock (_codes)
        {
            if (!_codes.Remove(form["code"]!, out asked)) return Results.BadRequest("This code is not known.");
        }

        var proof = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!)));
        if (proof != asked.Challenge || form["redirect_uri"] != asked.RedirectUri || form["client_secret"] != ClientSecret) return Results.BadRequest("This is somebody else.");

        return Results.Json(new { access_token = "not used", token_type = "Bearer", expires_in = (int)Lifetime.TotalSeconds, id_token = CreateToken(ClientId, nonce: asked.Nonce) });
    }
}
