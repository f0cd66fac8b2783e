using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>The types that rules are about, resolved once per compilation.</summary>
internal sealed class KnownTypes
{
    private static readonly ConditionalWeakTable<Compilation, KnownTypes> s_known = new();

    private readonly INamedTypeSymbol?[] _marks;
    private readonly Lazy<bool> _hasSeveralProcesses;

    private KnownTypes(Compilation compilation)
    {
        Compilation = compilation;
        INamedTypeSymbol? Find(string name) => compilation.GetTypeByMetadataName(name);

        _hasSeveralProcesses = new(() => compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name == MetadataNames.SeveralProcesses));
        _marks = [.. MarkedKind.All.Select(kind => Find(kind.MetadataName))];
        SocketMessage = Find(MetadataNames.SocketMessage);
        SocketJson = Find(MetadataNames.SocketJson);
        QueueRunModule = Find(MetadataNames.QueueRunModule);
        FromMessage = Find("QueueRun.FromMessageAttribute");
        SocketEndpoint = Find("QueueRun.SocketEndpointAttribute");
        SocketEndpoints = Find("QueueRun.QueueRunEndpoints");
        Socket = Find("QueueRun.ISocket");
        Sockets = Find("QueueRun.ISockets");
        Queue = Find("QueueRun.IQueue`1");
        SocketRequest = Find("QueueRun.SocketRequest");
        JobContext = Find("QueueRun.JobContext");
        PresenceContext = Find("QueueRun.PresenceContext");
        Queues = Find("QueueRun.IQueues");
        SocketUser = Find("QueueRun.ISocketUser");
        DefaultUser = Find("QueueRun.SocketUser");
        SendResult = Find("QueueRun.SendResult");

        FromServices = Find("Microsoft.AspNetCore.Http.Metadata.IFromServiceMetadata");
        FromKeyedServices = Find("Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute");
        ActivatorUtilitiesConstructor = Find("Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute");
        HttpContext = Find("Microsoft.AspNetCore.Http.HttpContext");
        HttpRequest = Find("Microsoft.AspNetCore.Http.HttpRequest");
        HttpResponse = Find("Microsoft.AspNetCore.Http.HttpResponse");
        HttpResult = Find("Microsoft.AspNetCore.Http.IResult");
        ActionResult = Find("Microsoft.AspNetCore.Mvc.IActionResult");
        AuthorizeData = Find("Microsoft.AspNetCore.Authorization.IAuthorizeData");
        AllowAnonymous = Find("Microsoft.AspNetCore.Authorization.IAllowAnonymous");
        AuthorizationRequirementData = Find("Microsoft.AspNetCore.Authorization.IAuthorizationRequirementData");
        Controller = Find("Microsoft.AspNetCore.Mvc.ControllerBase");
        Hub = Find("Microsoft.AspNetCore.SignalR.Hub");
        HostedService = Find("Microsoft.Extensions.Hosting.IHostedService");
        WebSocket = Find("System.Net.WebSockets.WebSocket");
        ClaimsPrincipal = Find("System.Security.Claims.ClaimsPrincipal");

        CancellationToken = Find("System.Threading.CancellationToken");
        Task = Find("System.Threading.Tasks.Task");
        TaskOfT = Find("System.Threading.Tasks.Task`1");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = Find("System.Threading.Tasks.ValueTask`1");
        AsyncEnumerable = Find("System.Collections.Generic.IAsyncEnumerable`1");
        Thread = Find("System.Threading.Thread");
        SemaphoreSlim = Find("System.Threading.SemaphoreSlim");
        Enumerable = Find("System.Linq.Enumerable");
        Disposable = Find("System.IDisposable");
        AsyncDisposable = Find("System.IAsyncDisposable");
        Obsolete = Find("System.ObsoleteAttribute");
        SetsRequiredMembers = Find("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute");

        JsonElement = Find("System.Text.Json.JsonElement");
        JsonDocument = Find("System.Text.Json.JsonDocument");
        JsonNode = Find("System.Text.Json.Nodes.JsonNode");
        ReadOnlyMemory = Find("System.ReadOnlyMemory`1");
        Memory = Find("System.Memory`1");
        ArraySegment = Find("System.ArraySegment`1");
        Uri = Find("System.Uri");
        Version = Find("System.Version");
    }

    public Compilation Compilation { get; }

    /// <summary>Whether the compilation references the package by which several processes share their users.</summary>
    public bool HasSeveralProcesses => _hasSeveralProcesses.Value;

    /// <summary>Whether the compilation references QueueRun at all.</summary>
    public bool HasQueueRun => this[MarkedKind.SocketHandler] is not null;

    /// <summary>The attribute that marks methods of a kind.</summary>
    public INamedTypeSymbol? this[MarkedKind kind] => _marks[kind.Order];

    public INamedTypeSymbol? SocketMessage { get; }
    public INamedTypeSymbol? SocketJson { get; }
    public INamedTypeSymbol? QueueRunModule { get; }
    public INamedTypeSymbol? FromMessage { get; }
    public INamedTypeSymbol? SocketEndpoint { get; }

    /// <summary>The class that declares <c>MapSockets</c>.</summary>
    public INamedTypeSymbol? SocketEndpoints { get; }
    public INamedTypeSymbol? Socket { get; }
    public INamedTypeSymbol? Sockets { get; }
    public INamedTypeSymbol? Queue { get; }
    public INamedTypeSymbol? SocketRequest { get; }
    public INamedTypeSymbol? JobContext { get; }
    public INamedTypeSymbol? PresenceContext { get; }
    public INamedTypeSymbol? Queues { get; }

    /// <summary><c>ISocketUser</c>: the interface of every user type.</summary>
    public INamedTypeSymbol? SocketUser { get; }

    /// <summary><c>SocketUser</c>: the type of the users of ASP.NET Core's authentication.</summary>
    public INamedTypeSymbol? DefaultUser { get; }
    public INamedTypeSymbol? SendResult { get; }

    /// <summary>The interface of <c>[FromServices]</c>.</summary>
    public INamedTypeSymbol? FromServices { get; }
    public INamedTypeSymbol? FromKeyedServices { get; }
    public INamedTypeSymbol? ActivatorUtilitiesConstructor { get; }
    public INamedTypeSymbol? HttpContext { get; }
    public INamedTypeSymbol? HttpRequest { get; }
    public INamedTypeSymbol? HttpResponse { get; }
    public INamedTypeSymbol? HttpResult { get; }
    public INamedTypeSymbol? ActionResult { get; }
    public INamedTypeSymbol? AuthorizeData { get; }
    public INamedTypeSymbol? AllowAnonymous { get; }
    public INamedTypeSymbol? AuthorizationRequirementData { get; }
    public INamedTypeSymbol? Controller { get; }
    public INamedTypeSymbol? Hub { get; }
    public INamedTypeSymbol? HostedService { get; }
    public INamedTypeSymbol? WebSocket { get; }
    public INamedTypeSymbol? ClaimsPrincipal { get; }

    public INamedTypeSymbol? CancellationToken { get; }
    public INamedTypeSymbol? Task { get; }
    public INamedTypeSymbol? TaskOfT { get; }
    public INamedTypeSymbol? ValueTask { get; }
    public INamedTypeSymbol? ValueTaskOfT { get; }
    public INamedTypeSymbol? AsyncEnumerable { get; }
    public INamedTypeSymbol? Thread { get; }
    public INamedTypeSymbol? SemaphoreSlim { get; }
    public INamedTypeSymbol? Enumerable { get; }
    public INamedTypeSymbol? Disposable { get; }
    public INamedTypeSymbol? AsyncDisposable { get; }
    public INamedTypeSymbol? Obsolete { get; }
    public INamedTypeSymbol? SetsRequiredMembers { get; }

    public INamedTypeSymbol? JsonElement { get; }
    public INamedTypeSymbol? JsonDocument { get; }
    public INamedTypeSymbol? JsonNode { get; }
    public INamedTypeSymbol? ReadOnlyMemory { get; }
    public INamedTypeSymbol? Memory { get; }
    public INamedTypeSymbol? ArraySegment { get; }
    public INamedTypeSymbol? Uri { get; }
    public INamedTypeSymbol? Version { get; }

    public static KnownTypes Of(Compilation compilation) => s_known.GetValue(compilation, static compilation => new KnownTypes(compilation));
}
