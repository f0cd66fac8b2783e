// A send as the body of a lambda that returns nothing, in top-level statements
var app = WebApplication.Create(args);
Action<string> shout = text => {|QR0080:app.Services.GetRequiredService<ISockets>().To("ann").SendAsync(text)|};
shout("hello");
