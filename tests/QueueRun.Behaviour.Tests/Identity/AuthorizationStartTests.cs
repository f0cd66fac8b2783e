namespace QueueRun.Behaviour;

/// <summary>Authorization: errors at the program's start, and the parts that decide. Each test has its own program.</summary>
public sealed class AuthorizationStartTests
{
    private const string Authorization = """
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Authorization.Infrastructure;
        """;

    private const string AddAuthorization = "static partial class Start { static partial void Configure(IServiceCollection services) => services.AddAuthorization(); }";

    [Fact]
    public async Task Policies_that_do_not_exist_stop_the_program()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallProgram.StartAsync($$"""
            {{Authorization}}
            {{AddAuthorization}}
            [Authorize("staff")]
            internal static class Admin
            {
                [SocketHandler("x=1"), SocketHandler("x=2")] internal static void Ban() { }
                [SocketHandler("x=3"), Authorize("owners"), Authorize(Roles = "anybody")] internal static void Close() { }
                [SocketHandler("x=4"), AllowAnonymous] internal static void Open() { }
            }
            """));
        Assert.Equal(
            """
            The program cannot start: [Authorize] names policies that do not exist.
              Admin.Ban names the policy "staff"
              Admin.Close names the policy "owners"
              Admin.Close names the policy "staff"
            Add them with builder.Services.AddAuthorization(options => options.AddPolicy(…)), or correct their names.
            """,
            failure.Message);
    }

    [Fact]
    public async Task Without_authorization_it_stops_too()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallProgram.StartAsync(
            $"{Authorization} internal static class Admin {{ [SocketHandler(\"x=1\"), Authorize] internal static void Ban() {{ }} }}"));
        Assert.Equal(
            "The program cannot start: Admin.Ban is marked [Authorize], but authorization is not set up. Call builder.Services.AddAuthorization().", failure.Message);
    }

    [Fact]
    public async Task A_handler_needs_no_scope_where_singletons_decide()
    {
        await using var server = await SmallProgram.StartAsync($$"""
            {{Authorization}}
            static partial class Start
            {
                static partial void Configure(IServiceCollection services) => services.AddSingleton<IAuthorizationHandler, Known>()
                    .AddAuthorization(options => options.AddPolicy("known", policy => policy.AddRequirements(new Knows())));
            }
            internal sealed class Knows : IAuthorizationRequirement;
            internal sealed class Known(Notes notes) : AuthorizationHandler<Knows>
            {
                protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Knows requirement)
                {
                    notes.Last += $" {context.User.Identity?.IsAuthenticated}";
                    if (notes.Last.Length < 20) context.Succeed(requirement);
                    return Task.CompletedTask;
                }
            }
            internal static class Admin
            {
                [SocketHandler("x=1"), Authorize("known"), Authorize] internal static string Ban(Notes notes) => notes.Last;
            }
            """);
        await using var client = await server.ConnectAsync("user=ann");
        foreach (var answer in new[] { " True", " True True", " True True True" })
        {
            await client.SendJsonAsync(new { x = 1 });
            await client.ExpectTextAsync(answer); // asked each time
        }

        await client.SendJsonAsync(new { x = 1 });
        await client.ExpectErrorAsync("not authorized");
    }

    [Fact]
    public async Task Policies_that_come_and_go_are_asked_for_each_time()
    {
        await using var server = await SmallProgram.StartAsync($$"""
            {{Authorization}}
            static partial class Start
            {
                static partial void Configure(IServiceCollection services) => services.AddAuthorization().AddSingleton<IAuthorizationPolicyProvider, Policies>();
            }
            internal sealed class Policies(Notes notes, Microsoft.Extensions.Options.IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
            {
                public override Task<AuthorizationPolicy?> GetPolicyAsync(string name)
                    => Task.FromResult<AuthorizationPolicy?>(new AuthorizationPolicyBuilder().RequireClaim(System.Security.Claims.ClaimTypes.NameIdentifier, notes.Last).Build());
            }
            internal static class Admin
            {
                [SocketHandler("x=1"), Authorize("today")] internal static string Ban(string userId) => userId;
                [SocketHandler("[who]")] internal static void Let(string who, Notes notes) => notes.Last = who;
            }
            """);
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendJsonAsync(new { x = 1 });
        await client.ExpectErrorAsync("not authorized");
        await client.SendJsonAsync(new { who = "ann" });
        await client.SendJsonAsync(new { x = 1 });
        await client.ExpectTextAsync("ann");
        await client.SendJsonAsync(new { who = "bob" });
        await client.SendJsonAsync(new { x = 1 });
        await client.ExpectErrorAsync("not authorized");
    }

    [Fact]
    public void A_user_is_the_same_whatever_he_may()
    {
        var officer = new SocketUser("ann") { Principal = new() };
        Assert.Equal(new SocketUser("ann"), officer);
        Assert.Equal(new SocketUser("ann").GetHashCode(), officer.GetHashCode());
        Assert.NotEqual(new SocketUser("bob"), officer);
        Assert.Equal("SocketUser { Id = ann }", officer.ToString());
    }

    [Fact]
    public async Task Principals_are_no_part_of_a_users_JSON()
    {
        await using var server = await SmallProgram.StartAsync("""
            internal static class Door
            {
                [SocketHandler("x=1")] internal static SocketUser Me(SocketUser user) => user with { Principal = new(new System.Security.Claims.ClaimsIdentity("test")) };
            }
            """);
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendJsonAsync(new { x = 1 });
        await client.ExpectTextAsync("""{"id":"ann"}""");
    }
}
