using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Calls;
using QueueRun.Routing;

namespace QueueRun.Runtime.Tests;

/// <summary>Which policies may look at the upgrade request.</summary>
public class PolicyResourcesTests
{
    private static readonly IAuthorizationRequirement[] s_aboutUser =
    [
        new DenyAnonymousAuthorizationRequirement(), new RolesAuthorizationRequirement(["admin"]), new ClaimsAuthorizationRequirement("age", null),
        new NameAuthorizationRequirement("ann"),
    ];

    private readonly ServiceCollection _services = [];

    public PolicyResourcesTests() => _services.AddAuthorization();

    [Fact]
    public void Those_of_ASPNET_Core_that_are_about_the_user_do_not() => Assert.True(IsUnused(s_aboutUser));

    [Fact]
    public void Others_may()
    {
        Assert.False(IsUnused(new Own()));
        Assert.False(IsUnused([.. s_aboutUser, new AssertionRequirement(_ => true)]));
        Assert.False(IsUnused(new OperationAuthorizationRequirement()));
        Assert.False(IsUnused(new MoreThanRoles()));
    }

    [Fact]
    public void Handlers_of_other_requirements_do_not_matter()
    {
        _services.AddTransient<IAuthorizationHandler, OfOwn>();
        _services.AddSingleton<IAuthorizationHandler>(new OfOwnInRequest());
        Assert.True(IsUnused(s_aboutUser));
        Assert.False(IsUnused(new Own()));
    }

    [Theory]
    [InlineData(typeof(OfRoles))]
    [InlineData(typeof(OfAny))]
    [InlineData(typeof(OfEverything))]
    public void Handlers_that_are_about_the_same_requirements_do(Type handler)
    {
        _services.AddSingleton(typeof(IAuthorizationHandler), handler);
        Assert.False(IsUnused(s_aboutUser));
    }

    [Fact]
    public void So_do_handlers_that_a_factory_makes()
    {
        _services.AddSingleton<IAuthorizationHandler>(_ => new OfOwn());
        Assert.False(IsUnused(s_aboutUser));
    }

    [Fact]
    public void So_does_another_service_that_decides()
    {
        _services.AddSingleton<IAuthorizationEvaluator, Evaluator>();
        Assert.False(IsUnused(s_aboutUser));
    }

    private bool IsUnused(params IAuthorizationRequirement[] requirements) => new PolicyResources(new ServiceLifetimes(_services)).IsUnused(requirements);

    private sealed class Own : IAuthorizationRequirement;

    private sealed class MoreThanRoles() : RolesAuthorizationRequirement(["admin"]);

    private sealed class OfOwn : AuthorizationHandler<Own>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Own requirement) => Task.CompletedTask;
    }

    private sealed class OfOwnInRequest : AuthorizationHandler<Own, HttpContext>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Own requirement, HttpContext resource) => Task.CompletedTask;
    }

    private sealed class OfRoles : AuthorizationHandler<RolesAuthorizationRequirement, HttpContext>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RolesAuthorizationRequirement requirement, HttpContext resource)
            => Task.CompletedTask;
    }

    private sealed class OfAny : AuthorizationHandler<IAuthorizationRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, IAuthorizationRequirement requirement) => Task.CompletedTask;
    }

    private sealed class OfEverything : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context) => Task.CompletedTask;
    }

    private sealed class Evaluator : IAuthorizationEvaluator
    {
        public AuthorizationResult Evaluate(AuthorizationHandlerContext context) => AuthorizationResult.Failed();
    }
}
